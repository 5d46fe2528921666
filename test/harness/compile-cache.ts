import { enableCompileCache } from 'node:module';
import { compileCache } from './command-line.ts';

// Sources are stripped of their types and compiled once, and not again by each process and thread of the tests: some
// start hundreds of them. What is started inherits it by its environment.
enableCompileCache(compileCache);
process.env.NODE_COMPILE_CACHE = compileCache;
