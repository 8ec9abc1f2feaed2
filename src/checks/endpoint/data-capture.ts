import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding, REFUSED } from '../legacy';
import { addressFindings } from './s3-address';
import { dataCaptureFolder } from '../../requests/data-capture';
import { DataCaptureOptions } from '../../requests/data-capture-options';
import { EndpointPlan } from '../legacy';

const CONFIG = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataCaptureConfig.html';

const PERCENTAGE: Check = {
  id: 'data-capture-percentage',
  severity: 'error',
  what: '`dataCapture.samplingPercentage` is no integer from 0 to 100',
  why: REFUSED,
  fix: 'take a number in that range',
  source: CONFIG,
};

const PREFIX: Check = {
  id: 'data-capture-prefix',
  severity: 'error',
  what: '`dataCapture.prefix` begins with a slash',
  why: 'the keys are other ones than those that the role is granted',
  fix: 'leave the slash out',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html',
};

const ADDRESS: Check = {
  id: 'data-capture-address',
  severity: 'error',
  what: '`dataCapture.prefix` makes an address of more than 512 characters',
  why: REFUSED,
  fix: 'take a shorter prefix',
  source: CONFIG,
};

const CONTENT_TYPES: Check = {
  id: 'data-capture-content-types',
  severity: 'error',
  what: '`dataCapture` names more than 10 content types of a kind, or one that is not of the form `type/subtype`',
  why: REFUSED,
  fix: 'name the types alone, such as `application/json`, without parameters',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CaptureContentTypeHeader.html',
};

const ASYNC: Check = {
  id: 'data-capture-of-async',
  severity: 'warning',
  what: '`dataCapture` is set with `asyncInference`',
  why: 'AWS documents the capture for real-time endpoints only; answers of an asynchronous one are in Amazon S3 anyway',
  fix: 'leave `dataCapture` out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture.html',
};

export const DATA_CAPTURE_CHECKS = [PERCENTAGE, PREFIX, ADDRESS, CONTENT_TYPES, ASYNC];

const PERCENT = { minimum: 0, maximum: 100 };
const TYPES = 10;
const TYPE_LENGTH = 256;
const TYPE_PATTERN = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*\/[a-zA-Z0-9](-*[a-zA-Z0-9.])*$/;

/** Checks what is kept of requests and answers. */
export function dataCaptureFindings({ props: { dataCapture: options, asyncInference } }: EndpointPlan): Finding[] {
  return options ? [
    ...percentage(options),
    ...addressFindings({ prefix: PREFIX, address: ADDRESS }, 'dataCapture.prefix', dataCaptureFolder(options)),
    ...contentTypes('jsonContentTypes', options),
    ...contentTypes('csvContentTypes', options),
    ...asyncInference ? [finding(ASYNC, "'dataCapture' is documented for real-time endpoints only, got 'asyncInference' too, whose answers are in Amazon S3 anyway; "
      + "leave 'dataCapture' out")] : [],
  ] : [];
}

function percentage({ samplingPercentage: percent }: DataCaptureOptions): Finding[] {
  const { minimum, maximum } = PERCENT;
  if (Token.isUnresolved(percent) || (Number.isInteger(percent) && percent >= minimum && percent <= maximum)) {
    return [];
  }
  return [finding(PERCENTAGE, `'dataCapture.samplingPercentage' must be an integer from ${minimum} to ${maximum}, got ${percent}`)];
}

function contentTypes(member: 'jsonContentTypes' | 'csvContentTypes', { [member]: types = [] }: DataCaptureOptions): Finding[] {
  if (Token.isUnresolved(types)) {
    return [];
  }
  const wrong = types.filter(type => !Token.isUnresolved(type) && (type.length > TYPE_LENGTH || !TYPE_PATTERN.test(type)));
  return [
    ...types.length > TYPES ? [finding(CONTENT_TYPES, `'dataCapture.${member}' must have at most ${TYPES} members, got ${types.length}`)] : [],
    ...wrong.length > 0 ? [finding(CONTENT_TYPES, `'dataCapture.${member}' must have content types of the form type/subtype without parameters, `
      + `of at most ${TYPE_LENGTH} characters, got ${wrong.map(type => JSON.stringify(type)).join(', ')}`)] : [],
  ];
}
