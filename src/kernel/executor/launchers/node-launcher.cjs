// Loaded before an agent that is started under the inspector. A process that it forks is started with its flags
// (`process.execArgv`), and would wait for a debugger of its own, for ever: debuggers follow children by other means.
'use strict';

process.execArgv = process.execArgv.filter(
  (word, at, words) =>
    !word.startsWith('--inspect-brk=') &&
    word !== __filename &&
    !(word === '--require' && words[at + 1] === __filename),
);
delete require.cache[__filename];
