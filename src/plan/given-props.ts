import { effectiveSetting } from './effective-setting';
import { ModelPlan } from './model-plan';

/** What the user wrote to name the model that the server loads: `modelId`, or a variable such as `environment.HF_MODEL_ID`. */
export function modelProp(model: ModelPlan): string {
  const setting = effectiveSetting(model, 'modelInContainer') ?? effectiveSetting(model, 'modelOnHub');
  return setting && setting.origin !== 'library' && setting.variable !== undefined ? setting.prop : 'modelId';
}

/** What the user wrote to name the task: `task`, or a variable such as `environment.HF_TASK`. */
export function taskProp(model: ModelPlan): string {
  const setting = effectiveSetting(model, 'task');
  return setting?.origin === 'environment' ? setting.prop : 'task';
}

/** What the user wrote, or can write, to set a variable: `environment.HF_TOKEN`, `server.dataType` or `server.extraArguments`. */
export function variableProp({ origins, server }: ModelPlan, variable: string): string {
  const option = server.settings.find(({ typed, variables }) => typed && variables.some(({ name }) => name === variable))?.name;
  switch (origins[variable]) {
    case 'argument': return 'server.extraArguments';
    case 'option': return `server.${option}`;
    default: return `environment.${variable}`;
  }
}
