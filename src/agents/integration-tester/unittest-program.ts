/**
 * Runs the test cases of some files under unittest, as `python -m unittest` would, and tells each result as a line of
 * JSON in a file, the last one `{"end": true}`. Arguments: the file of the results, and a file with a JSON list of
 * test files. A file is loaded under the name that its packages give it.
 */
export const unittestProgram = String.raw`
import importlib.util, inspect, json, os, sys, time, traceback, unittest

out_path, list_path = sys.argv[1:3]
with open(list_path, encoding="utf-8") as source:
    files = json.load(source)
sys.argv = [files[0] if files else "unittest"]
sys.path[0] = os.getcwd()
out = open(out_path, "w", encoding="utf-8", errors="backslashreplace")

def tell(**row):
    out.write(json.dumps(row) + "\n")
    out.flush()

def place(test):
    try:
        method = inspect.unwrap(getattr(type(test), test._testMethodName))
        code = method.__code__
        return code.co_filename, code.co_firstlineno
    except Exception:
        pass
    try:
        return inspect.getsourcefile(type(test)), None
    except Exception:
        return None, None

class Result(unittest.TextTestResult):
    began = None
    def startTest(self, test):
        self.began = time.perf_counter()
        super().startTest(test)
    def told(self, test, status, error=None, reason=None, sub=None):
        case = getattr(test, "test_case", test)
        file, line = place(case)
        group = type(case).__name__
        name = getattr(case, "_testMethodName", None) or str(test)
        if group == "_ErrorHolder":
            name, group = str(case), None
        loading = group == "_FailedTest"
        message = text = None
        if error is not None:
            text = "".join(traceback.format_exception(*error))
            message = "".join(traceback.format_exception_only(error[0], error[1])).strip()
            if loading:
                # The reason is the text of the error that stands in its place.
                text = message = str(error[1])
        took = None if self.began is None else (time.perf_counter() - self.began) * 1000
        tell(name=name, group=None if loading else group, sub=sub, status=status, file=None if loading else file,
             line=None if loading else line, ms=took, message=reason if error is None else message, text=text)
    def addSuccess(self, test):
        super().addSuccess(test)
        self.told(test, "passed")
    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.told(test, "failed", err)
    def addError(self, test, err):
        super().addError(test, err)
        self.told(test, "failed", err)
    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.told(test, "skipped", reason=str(reason))
    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self.told(test, "skipped", reason="fails, as expected")
    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.told(test, "failed", reason="passes, and is expected to fail")
    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.told(test, "failed", err, sub=subtest._subDescription())

def load(path):
    path = os.path.abspath(path)
    folder, name = os.path.split(os.path.splitext(path)[0])
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        folder, package = os.path.split(folder)
        name = package + "." + name
    if folder not in sys.path:
        sys.path.insert(0, folder)
    known = sys.modules.get(name)
    if known is not None and os.path.abspath(getattr(known, "__file__", None) or "") != path:
        # Another file of the same name outside of any package.
        del sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path) if name in sys.builtin_module_names else None
    if spec is None:
        __import__(name)
        return sys.modules[name]
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

loader = unittest.TestLoader()
suite = unittest.TestSuite()
broken = False
for path in files:
    try:
        suite.addTests(loader.loadTestsFromModule(load(path)))
    except unittest.SkipTest as reason:
        tell(name=path, group=None, sub=None, status="skipped", file=path, line=None, ms=None, message=str(reason), text=None)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        broken = True
        text = traceback.format_exc()
        message = "".join(traceback.format_exception_only(type(error), error)).strip().splitlines()[-1]
        sys.stderr.write(text)
        tell(name=path + " cannot be loaded", group=None, sub=None, status="failed", file=path, line=None, ms=None, message=message, text=text)
result = unittest.TextTestRunner(verbosity=2, resultclass=Result).run(suite)
tell(end=True)
out.close()
sys.exit(0 if result.wasSuccessful() and not broken else 1)
`;
