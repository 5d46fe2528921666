/**
 * A Python program that compiles what it is told to, without running it. Each line of its input is a request:
 * `{"path": …}` for a file, or `{"cell": …, "plain": …}` for a cell of a notebook as it stands and, where it holds
 * what only IPython understands, without that. Each line of its output is the answer: `{}` for what compiles,
 * `{"line", "column", "message"}`, or `{"unreadable": …}`. Works with Python 3.8 and newer.
 */
export const compileProgram = String.raw`
import ast, json, sys, threading, warnings

warnings.simplefilter("ignore")
TOP_LEVEL_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def utf16(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def at(source, index, message):
    before = source[:index]
    line_start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
    line = 1 + before.count(b"\n") + before.replace(b"\r\n", b"\n").count(b"\r")
    column = 1 + utf16(before[line_start:].decode("utf-8", "replace"))
    return {"line": line, "column": column, "message": message}


def lines_of(source):
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").count("\n") + 1


def undecodable(source, message):
    if isinstance(source, bytes):
        try:
            source.decode("utf-8")
        except UnicodeDecodeError as error:
            return at(source, error.start, message)
    return {"line": 1, "column": 1, "message": message}


def check(source, name, flags):
    if isinstance(source, bytes) and b"\0" in source:
        return at(source, source.index(b"\0"), "SyntaxError: source code cannot contain null bytes")
    try:
        compile(source, name, "exec", flags, True)
        return {}
    except SyntaxError as error:
        message = "%s: %s" % (type(error).__name__, error.msg)
        if not error.lineno:
            return undecodable(source, message)
        column = error.offset or 1
        if error.text and column > 1:
            column = 1 + utf16(error.text[: column - 1])
        return {"line": min(error.lineno, lines_of(source)), "column": max(column, 1), "message": message}
    except RecursionError:
        return {"line": 1, "column": 1, "message": "RecursionError: nested too deeply for the compiler"}
    except MemoryError:
        return {"line": 1, "column": 1, "message": "MemoryError: too complex for the compiler"}
    except Exception as error:
        return undecodable(source, "%s: %s" % (type(error).__name__, error))


def answer(request):
    if "path" not in request:
        result = check(request["cell"], "<cell>", TOP_LEVEL_AWAIT)
        plain = request.get("plain")
        return check(plain, "<cell>", TOP_LEVEL_AWAIT) if result and plain is not None else result
    try:
        with open(request["path"], "rb") as file:
            source = file.read()
    except OSError as error:
        return {"unreadable": error.strerror or str(error)}
    return check(source, request["path"], 0)


def serve():
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(json.dumps(answer(json.loads(line))).encode() + b"\n")
        sys.stdout.buffer.flush()


# What is nested deeply takes a deep stack; that of the main thread is small on some systems.
try:
    threading.stack_size(64 * 1024 * 1024)
except (ValueError, RuntimeError):
    pass
thread = threading.Thread(target=serve)
thread.start()
thread.join()
`;
