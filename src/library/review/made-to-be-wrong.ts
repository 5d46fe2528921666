import { isForeign } from '../../markdown/document-paths.ts';

const tests =
  /(^|\/)(tests?|__tests__|specs?|testing|e2e)\/|(^|\/)(test_[^/]*|conftest\.py|[^/]*[._-](tests?|spec)\.[^/.]+)$/i;
const templates =
  /(^|\/)(\.?templates?|cookiecutter[^/]*|boilerplates?|scaffold(ing)?s?|skeletons?|stubs?)\/|\{\{|[._-]template\.|\.(tmpl|tpl|j2|in)(\.|$)/i;

/** Whether a file may be wrong on purpose: it is there for tests, comes from somebody else, or is filled in later. */
export function isMadeToBeWrong(path: string): boolean {
  return isForeign(path) || tests.test(path) || templates.test(path);
}

/** Whether a file is a test, or belongs to tests. */
export function isOfTests(path: string): boolean {
  return tests.test(path);
}
