import { BlueGreenDeploymentOptions } from './blue-green-deployment-options';

/** The options of an update that moves all traffic at once. */
export interface AllAtOnceDeploymentOptions extends BlueGreenDeploymentOptions {}
