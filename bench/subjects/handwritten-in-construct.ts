import { Construct } from 'constructs';
import { addResources } from './handwritten';
import { AddEndpoint, appOf } from '../work';

/** The same in a construct, whose resources have longer paths, and logical ids that are hashed. */
const add: AddEndpoint = (stack, id) => addResources(new Construct(stack, id), '');

export const build = (endpoints: number) => appOf(endpoints, add);
