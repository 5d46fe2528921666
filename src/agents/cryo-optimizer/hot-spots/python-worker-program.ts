/**
 * A function of Python that is run on request. It is given as JSON what to load (`target`, `items`, `args`,
 * `workspace`, `mark`) and reads requests, one a line: `check`, or how often to run it. It answers on a line that
 * begins with the mark; what the function prints is kept apart.
 */
export const pythonWorkerProgram = String.raw`
import contextlib, dataclasses, importlib, importlib.util, io, json, math, os, sys, time, traceback

task = json.loads(sys.argv[1])
answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace")
sys.argv = sys.argv[:1]

def say(**answer):
    answers.write("\n" + task["mark"] + json.dumps(answer) + "\n")
    answers.flush()

def load(target):
    module, _, name = target.rpartition(":")
    if module.endswith(".py"):
        path = os.path.join(task["workspace"], module)
        sys.path.insert(0, os.path.dirname(path))
        spec = importlib.util.spec_from_file_location(os.path.basename(path)[:-3], path)
        loaded = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = loaded
        spec.loader.exec_module(loaded)
    else:
        if task["workspace"] not in sys.path:
            sys.path.insert(0, task["workspace"])
        loaded = importlib.import_module(module)
    for part in name.split("."):
        loaded = getattr(loaded, part)
    return loaded

def plain(value, depth=0):
    if depth > 50:
        raise TypeError("nested too deeply")
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else repr(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return plain(dataclasses.asdict(value), depth + 1)
    if isinstance(value, dict):
        return {str(key): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item, depth + 1) for item in value), key=repr)
    if hasattr(value, "tolist"):
        return plain(value.tolist(), depth + 1)
    if isinstance(value, (list, tuple)) or hasattr(value, "__next__"):
        return [plain(item, depth + 1) for item in value]
    raise TypeError("a result of type " + type(value).__name__ + " cannot be compared")

try:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        function = load(task["target"])
        items = None if task["items"] is None else list(load(task["items"])())
    say(ready=True)
    for line in sys.stdin:
        request = json.loads(line)
        args = task["args"] if task["args"] is None else json.loads(json.dumps(task["args"]))
        printed = io.StringIO()
        calls = request["calls"]
        with contextlib.redirect_stdout(printed):
            start = time.perf_counter()
            for _ in range(calls):
                result = function(*args) if items is None else [function(item, *args) for item in items]
            seconds = time.perf_counter() - start
        answer = {"seconds": seconds / calls}
        if request["check"]:
            answer["printed"] = printed.getvalue()[:1000000]
            try:
                answer["result"] = plain(result)
            except (TypeError, ValueError) as error:
                answer["incomparable"] = str(error)
        say(**answer)
except BaseException as error:
    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = "".join(f" ({os.path.basename(frame.filename)}:{frame.lineno})" for frame in last)
    say(error=f"{type(error).__name__}: {error}{place}")
`;
