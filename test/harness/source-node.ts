/**
 * The Node that runs the sources as they are. Inside the extension host that is not what runs this: it may be Electron,
 * or a Node that is too old for it.
 */
export const sourceNode: string = process.env.DODECA_TEST_NODE ?? process.execPath;
