/**
 * A Python program that reads files by the interpreter's own `ast` and answers, for each `{"path": …}`, what is
 * measured of it; for `{"standard": true}`, the names of the modules of the standard library, where it knows them.
 * Works with Python 3.8 and newer. It goes through statements only: neither imports nor definitions stand in
 * expressions.
 */
export const factsProgram = String.raw`
import ast, gc, json, sys, threading, warnings

warnings.simplefilter("ignore")
# A tree has no cycles, and looking for some in each takes a third of the time.
gc.disable()
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BODIES = ("body", "orelse", "finalbody", "handlers", "cases")


def type_checking(test):
    name = getattr(test, "attr", getattr(test, "id", None))
    return name == "TYPE_CHECKING"


def main_guard(test):
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and test.left.id == "__name__"
        and len(test.comparators) == 1
        and getattr(test.comparators[0], "value", None) == "__main__"
    )


def measure(tree):
    imports = []
    entry = False
    longest = 0
    definitions = 1 if tree.body else 0
    documented = 1 if ast.get_docstring(tree, False) else 0
    # A statement, how its imports take effect, and whether what it defines is for others.
    open_nodes = [(node, "eager", True) for node in reversed(tree.body)]
    while open_nodes:
        node, kind, public = open_nodes.pop()
        inner = public
        if isinstance(node, ast.Import):
            for name in node.names:
                imports.append([name.name, 0, [], node.lineno, node.col_offset + 1, kind])
        elif isinstance(node, ast.ImportFrom):
            names = [name.name for name in node.names]
            imports.append([node.module or "", node.level, names, node.lineno, node.col_offset + 1, kind])
        elif isinstance(node, FUNCTIONS + (ast.ClassDef,)):
            inner = public and not node.name.startswith("_")
            if inner:
                definitions += 1
                documented += 1 if ast.get_docstring(node, False) else 0
            if isinstance(node, FUNCTIONS):
                longest = max(longest, node.end_lineno - node.lineno + 1)
                inner = False
                kind = "type" if kind == "type" else "deferred"
        elif isinstance(node, ast.If) and type_checking(node.test):
            open_nodes.extend((child, kind, inner) for child in reversed(node.orelse))
            open_nodes.extend((child, "type", inner) for child in reversed(node.body))
            continue
        elif isinstance(node, ast.If) and main_guard(node.test):
            entry = True
            kind = "deferred"
        for field in BODIES:
            children = getattr(node, field, None)
            if isinstance(children, list):
                open_nodes.extend((child, kind, inner) for child in reversed(children))
    return {
        "parses": True,
        "imports": imports,
        "definitions": definitions,
        "documented": documented,
        "longest": longest,
        "entry": entry,
    }


def answer(request):
    if "standard" in request:
        return {"modules": sorted(getattr(sys, "stdlib_module_names", ()))}
    try:
        with open(request["path"], "rb") as file:
            source = file.read()
    except OSError as error:
        return {"unreadable": error.strerror or str(error)}
    try:
        return measure(compile(source, request["path"], "exec", ast.PyCF_ONLY_AST, True))
    except Exception:
        return {"parses": False}


def serve():
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(json.dumps(answer(json.loads(line))).encode() + b"\n")
        sys.stdout.buffer.flush()


try:
    threading.stack_size(64 * 1024 * 1024)
except (ValueError, RuntimeError):
    pass
thread = threading.Thread(target=serve)
thread.start()
thread.join()
`;
