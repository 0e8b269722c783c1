/** What `headless` hands over. */
function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests through tests/e2e/headless`);
  return value;
}

export const environment = {
  /** The application under test. */
  app: required("YUNDECK_BIN"),
  /** What starts it: itself, unless something stands in front of it. */
  launcher: process.env.YUNDECK_LAUNCHER ?? required("YUNDECK_BIN"),
  /** The sandbox that plays the clouds. */
  sandbox: required("YUNDECK_SANDBOX_BIN"),
  /** tauri-driver. */
  driver: required("YUNDECK_DRIVER"),
  /** Where the tour leaves its pictures. */
  tour: required("YUNDECK_TOUR"),
  /** Where failed tests leave theirs. */
  failures: required("YUNDECK_FAILURES"),
  /** Where the virtual screen keeps what it shows. */
  screen: required("YUNDECK_SCREEN"),
  /** The process that is the virtual screen. */
  screenProcess: required("YUNDECK_SCREEN_PROCESS"),
};
