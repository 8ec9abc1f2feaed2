import { pythonEnvironment } from '../../local-aws/python-environment';

/** Sets the local AWS up once, for which a test's time would not do; where it cannot be had, no test runs and the run fails. */
export default async function setUp(): Promise<void> {
  await pythonEnvironment(console.log);
}
