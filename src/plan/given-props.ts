import { effectiveSetting } from './effective-setting';
import { ModelPlan } from './model-plan';

/** What the user wrote to name the model that the server loads: `modelId`, or a variable such as `environment.HF_MODEL_ID`. */
export function modelProp(model: ModelPlan): string {
  const setting = effectiveSetting(model, 'modelInContainer') ?? effectiveSetting(model, 'modelOnHub');
  return setting?.origin === 'environment' ? setting.prop : 'modelId';
}

/** What the user wrote, or can write, to set a variable: `environment.HF_TOKEN`, `server.dataType` or `server.extraArguments`. */
export function variableProp({ origins, server, givenServer }: ModelPlan, variable: string): string {
  if (origins[variable] !== 'option') {
    return `environment.${variable}`;
  }
  const option = server.settings.find(({ typed, variables }) => typed && variables.some(({ name }) => name === variable))?.name;
  return option !== undefined && givenServer?._options[option] !== undefined ? `server.${option}` : 'server.extraArguments';
}
