/** The local AWS cannot be set up on this machine; the message, of one line, says what to install. */
export class SetupError extends Error {}
