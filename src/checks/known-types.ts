import { familyOf } from '../instance/instance-family';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { closest } from '../server/closest';

/**
 * Families that SageMaker has for training, processing, notebooks or clusters, and in years has not added for endpoints.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrainingJob.html
 * @see https://github.com/aws/aws-sdk-go/issues/5229
 */
export const FAMILIES_WITHOUT_ENDPOINTS: readonly string[] = ['c5n', 'c6a', 'c6id', 'gr6', 'i3en', 'm6a', 'm6id', 'm7g', 'p3dn', 'r6id', 't3'];

/** Whether an instance type is known not to be one of an endpoint, unless AWS has added a size to an existing family. */
export function isWithoutEndpoints(type: SageMakerInstanceType): boolean {
  return type.acceleratorKind === undefined // most known types have one, and need no search
    && !knownTypes().includes(type.toString()) && (FAMILIES_WITHOUT_ENDPOINTS.includes(familyOf(type)) || typesOfFamily(type).length > 0);
}

/** The type of an endpoint whose name is most similar to that of a type that is known not to be one. Undefined if none is similar. */
export function similarType(type: SageMakerInstanceType): string | undefined {
  const ofFamily = typesOfFamily(type);
  return isWithoutEndpoints(type) ? closest(type.toString(), ofFamily.length > 0 ? ofFamily : knownTypes()) : undefined;
}

function typesOfFamily(type: SageMakerInstanceType): string[] {
  return knownTypes().filter(name => name.startsWith(`ml.${familyOf(type)}.`));
}

function knownTypes(): string[] {
  return Object.values(SageMakerInstanceType).map(String);
}
