import fc from 'fast-check';

// A failed property tells its reason, too: the runner of the tests prints no causes of errors.
fc.configureGlobal({ ...fc.readConfigureGlobal(), includeErrorInReport: true });
