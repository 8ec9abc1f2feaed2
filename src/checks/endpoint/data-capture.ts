import { Check, finding, Finding, REJECTED, when } from '../finding';
import { integerFindings, IntegerFound, integerMessage, lengthFindings, LengthFound, lengthMessage, quoted } from '../ranges';
import { addressFindings, AddressFound, addressMessage, PrefixFound, prefixMessage } from './s3-address';
import { isKnown } from '../../common/known';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { dataCaptureFolder } from '../../requests/data-capture';
import { DataCaptureOptions } from '../../requests/data-capture-options';

const CONFIG = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataCaptureConfig.html';

const PERCENTAGE: Check<IntegerFound> = {
  id: 'data-capture-percentage',
  severity: 'error',
  what: '`dataCapture.samplingPercentage` is not an integer from 0 to 100',
  why: REJECTED,
  fix: 'use an integer in this range',
  source: CONFIG,
  message: integerMessage,
};

const PREFIX: Check<PrefixFound> = {
  id: 'data-capture-prefix',
  severity: 'error',
  what: '`dataCapture.prefix` begins with a slash',
  why: 'the keys of the objects differ from the keys that the role is allowed to write',
  fix: 'remove the slash',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html',
  message: prefixMessage,
};

const ADDRESS: Check<AddressFound> = {
  id: 'data-capture-address',
  severity: 'error',
  what: '`dataCapture.prefix` results in an S3 URI of more than 512 characters',
  why: REJECTED,
  fix: 'use a shorter prefix',
  source: CONFIG,
  message: addressMessage,
};

/** Content types that SageMaker rejects. */
interface InvalidTypes {
  readonly invalid: readonly string[];
}

const TYPE_LENGTH = 256;

const CONTENT_TYPES: Check<LengthFound | InvalidTypes> = {
  id: 'data-capture-content-types',
  severity: 'error',
  what: 'a list of content types of `dataCapture` has more than 10 members, or one that does not have the form `type/subtype`',
  why: REJECTED,
  fix: 'list at most 10 types such as `application/json`, without parameters',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CaptureContentTypeHeader.html',
  message: (prop, values) => 'counted' in values ? lengthMessage(prop, values)
    : `'${prop}' must have content types of the form type/subtype, without parameters and with at most ${TYPE_LENGTH} characters, `
      + `got ${values.invalid.map(quoted).join(', ')}`,
};

const ASYNC: Check<object> = {
  id: 'data-capture-of-async',
  severity: 'warning',
  what: '`dataCapture` is set together with `asyncInference`',
  why: 'AWS documents data capture for real-time endpoints only; Amazon S3 contains the responses of an asynchronous endpoint anyway',
  fix: 'leave `dataCapture` out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture.html',
  message: prop => `'${prop}' is documented for real-time endpoints only, but 'asyncInference' is set, which writes all responses to Amazon S3`,
};

export const DATA_CAPTURE_CHECKS = [PERCENTAGE, PREFIX, ADDRESS, CONTENT_TYPES, ASYNC];

const TYPE_PATTERN = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*\/[a-zA-Z0-9](-*[a-zA-Z0-9.])*$/;

/** Checks what is captured of requests and responses. */
export function dataCaptureFindings({ dataCapture: options, asyncInference }: EndpointPlan): Finding[] {
  return options ? [
    ...integerFindings(PERCENTAGE, 'dataCapture.samplingPercentage', options.samplingPercentage, { minimum: 0, maximum: 100 }),
    ...addressFindings({ prefix: PREFIX, address: ADDRESS }, 'dataCapture.prefix', dataCaptureFolder(options)),
    ...contentTypes('jsonContentTypes', options),
    ...contentTypes('csvContentTypes', options),
    ...when(asyncInference !== undefined, () => finding(ASYNC, 'dataCapture', {})),
  ] : [];
}

function contentTypes(member: 'jsonContentTypes' | 'csvContentTypes', { [member]: types }: DataCaptureOptions): Finding[] {
  if (!isKnown(types)) {
    return [];
  }
  const prop = `dataCapture.${member}`;
  const invalid = types.filter(type => isKnown(type) && (type.length > TYPE_LENGTH || !TYPE_PATTERN.test(type)));
  return [
    ...lengthFindings(CONTENT_TYPES, prop, types.length, { maximum: 10, counted: 'content types' }),
    ...when(invalid.length > 0, () => finding(CONTENT_TYPES, prop, { invalid })),
  ];
}
