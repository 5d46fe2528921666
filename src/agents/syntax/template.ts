const templateFolder = /(^|\/)(templates?|cookiecutters?|skeletons?|blueprints?)(\/|$)|\{\{|\{%/i;
const placeholder = /\{\{|\{%|<%|\$\{|__\w+__|@@?\w+@/;
/** Lines that are a statement of Jinja, Liquid or Go templates and nothing else. */
const statementLine = /^\s*(\{%-?\s*\w|\{\{-?\s*(if|else|end|range|with|define|include|template|block)\b)/m;

/** Whether a file that does not parse is meant to be filled in first: a Helm chart, a cookiecutter, a scaffold. */
export function isTemplate(path: string, text: string): boolean {
  return (templateFolder.test(path) && placeholder.test(text)) || statementLine.test(text);
}
