import { Stack } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpoint, HuggingFaceSageMakerEndpointProps, MonitorOptions } from '../../src';
import { newEndpoint, newStack, template } from '../util';

export type Props = Partial<HuggingFaceSageMakerEndpointProps>;

/** The properties of each alarm, by the end of its construct's path. */
export function alarmsOf(
  options?: MonitorOptions, props: Props = {}, prepare = (endpoint: HuggingFaceSageMakerEndpoint) => endpoint,
): Record<string, any> {
  const stack = newStack();
  prepare(newEndpoint(stack, props)).monitor(options);
  return alarmsIn(stack);
}

/** The same of the alarms of a stack. */
export function alarmsIn(stack: Stack): Record<string, any> {
  return Object.fromEntries(Object.entries(template(stack).findResources('AWS::CloudWatch::Alarm'))
    .flatMap(([id, { Properties }]) => /Monitoring(\w+)\w{8}$/.exec(id)?.slice(1).map(name => [name, Properties]) ?? []));
}
