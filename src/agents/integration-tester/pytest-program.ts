/**
 * Runs pytest as `python -m pytest` does, and leaves out symbolic links to folders of the same project: their tests
 * are run where they lie, and a link to a folder above itself would have them run some forty times. Arguments: those
 * of pytest.
 */
export const pytestProgram = `
import os, sys, pytest

root = os.path.realpath(os.getcwd())

def repeats(path, config):
    path = os.path.abspath(str(path))
    if not os.path.islink(path) or not os.path.isdir(path):
        return None
    named = [os.path.abspath(str(arg).split("::")[0]) for arg in config.args]
    target = os.path.realpath(path)
    inside = target == root or target.startswith(root + os.sep)
    return True if inside and path not in named else None

if int(pytest.__version__.split(".")[0]) >= 7:
    class NoLinks:
        @pytest.hookimpl(tryfirst=True)
        def pytest_ignore_collect(self, collection_path, config):
            return repeats(collection_path, config)
else:
    class NoLinks:
        @pytest.hookimpl(tryfirst=True)
        def pytest_ignore_collect(self, path, config):
            return repeats(path, config)

sys.exit(pytest.main(sys.argv[1:], plugins=[NoLinks()]))
`;
