"""Starts a Python script under debugpy: it waits for a client, and stops before the script's first line.

    python debugpy_launcher.py PORT SCRIPT [ARGUMENT ...]
    python debugpy_launcher.py --check

The script finds itself as if Python had been given it. Port 0 is a free one; which it is stands on standard error.
debugpy shows no frames of a file that has this name.
"""


def check():
    """Tells the versions of debugpy and Python; exit code 3 where there is no debugpy."""
    import sys

    leave_launcher()
    try:
        import debugpy
    except ImportError as error:
        sys.stderr.write("%s\n" % error)
        sys.exit(3)
    version = getattr(debugpy, "__version__", "?")
    sys.stdout.write("debugpy %s python %d.%d\n" % ((version,) + sys.version_info[:2]))


def leave_launcher():
    """Takes the folder of this file from the path, where Python has put it there."""
    import os
    import sys

    if not is_isolated() and sys.path and os.path.realpath(sys.path[0]) == os.path.dirname(os.path.realpath(__file__)):
        del sys.path[0]


def is_isolated():
    """Whether Python was asked not to look for modules beside a script."""
    import sys

    return bool(getattr(sys.flags, "safe_path", sys.flags.isolated))


def listen(port):
    """Lets debugpy listen, tells where, and waits for a client."""
    import os
    import sys

    try:
        import debugpy

        host, bound = debugpy.listen(("127.0.0.1", port))
    except (ImportError, RuntimeError) as error:
        sys.stderr.write("The debugger could not be started: %s\n" % error)
        sys.stderr.flush()
        os._exit(1)
    sys.stderr.write("Debugger listening on %s:%d\n" % (host, bound))
    sys.stderr.flush()
    debugpy.wait_for_client()


def stop_at_next_line():
    """Asks for a stop at the next line of the user's code in this thread."""
    try:
        # What debugpy itself does for `stopOnEntry`, which it knows for processes that it launches alone.
        from _pydevd_bundle.pydevd_api import PyDevdAPI

        PyDevdAPI().stop_on_entry()
    except Exception:
        pass  # Another debugpy: breakpoints are hit all the same.


def tell_debugger(excinfo):
    """Lets the debugger stop at an exception that nobody handled."""
    import debugpy

    try:
        if hasattr(debugpy, "trigger_exception_handler"):
            debugpy.trigger_exception_handler(excinfo)
        debugpy.trace_this_thread(False)
    except Exception:
        pass  # It is told by Python in any case.


def main_module(script):
    """A module `__main__` for the script, in the place of this one."""
    import importlib.machinery
    import os
    import sys
    import types

    module = types.ModuleType("__main__")
    module.__file__ = os.path.abspath(script) if sys.version_info >= (3, 9) else script
    module.__builtins__ = sys.modules["builtins"]
    module.__loader__ = importlib.machinery.SourceFileLoader("__main__", script)
    if sys.version_info < (3, 14):
        module.__annotations__ = {}
        module.__cached__ = None
    sys.modules["__main__"] = module
    return module


def is_source(script):
    """Whether this is a text, and no archive and nothing compiled."""
    import zipfile

    return not script.endswith(".pyc") and not zipfile.is_zipfile(script)


def launch(port, script, arguments):
    """Runs the script; does not return where it fails."""
    import os
    import runpy
    import sys

    leave_launcher()
    sys.argv = [script] + arguments
    listen(port)
    if not is_isolated():
        sys.path.insert(0, os.path.dirname(os.path.realpath(script)))
    if not is_source(script):
        stop_at_next_line()
        runpy.run_path(script, run_name="__main__")
        return
    module = main_module(script)
    try:
        with open(script, "rb") as file:
            code = compile(file.read(), script, "exec", dont_inherit=True)
        stop_at_next_line()
        exec(code, module.__dict__)
    except SystemExit:
        raise
    except BaseException:
        kind, error, trace = sys.exc_info()
        # Without the frame of this function, as Python itself would tell it.
        trace = trace.tb_next
        error.__traceback__ = trace
        tell_debugger((kind, error, trace))
        sys.excepthook(kind, error, trace)
        # Told already; what follows from it (the exit code, or a signal) is left to Python.
        sys.excepthook = lambda *_: None
        raise


if __name__ == "__main__":
    import sys as _sys

    if _sys.argv[1] == "--check":
        check()
    else:
        launch(int(_sys.argv[1]), _sys.argv[2], _sys.argv[3:])
