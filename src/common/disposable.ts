/** Something that holds a resource until told to let go; disposing twice is harmless. */
export interface Disposable {
  dispose(): void;
}

/** Makes a `Disposable` of a function, which is called at most once. */
export function disposable(release: () => void): Disposable {
  let done = false;
  return {
    dispose() {
      if (done) return;
      done = true;
      release();
    },
  };
}
