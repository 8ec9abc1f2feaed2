import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { DataCaptureMode } from './data-capture-mode';
import { DataCaptureOptions } from './data-capture-options';
import { BucketFolder } from '../common/bucket-folder';

/** The folder for captured data. */
export function dataCaptureFolder({ bucket, prefix = 'data-capture', encryptionKey }: DataCaptureOptions): BucketFolder {
  return new BucketFolder(bucket, prefix, encryptionKey);
}

/** Grants the role write access, and returns the property of the endpoint configuration. */
export function createDataCapture(options: DataCaptureOptions, grantee: iam.IGrantable): CfnEndpointConfig.DataCaptureConfigProperty {
  const folder = dataCaptureFolder(options);
  folder.grantWrite(grantee);
  return {
    enableCapture: options.enabled ?? true,
    initialSamplingPercentage: options.samplingPercentage,
    destinationS3Uri: folder.uri,
    // AWS does not document which key SageMaker uses by default, so the key of the bucket is set explicitly
    kmsKeyId: folder.key?.keyArn,
    captureOptions: captureModes(options.mode).map(captureMode => ({ captureMode })),
    captureContentTypeHeader: contentTypes(options),
  };
}

/** The AWS guide lists both modes, although the API has a third value for the combination. */
function captureModes(mode = DataCaptureMode.INPUT_AND_OUTPUT): DataCaptureMode[] {
  return mode === DataCaptureMode.INPUT_AND_OUTPUT ? [DataCaptureMode.INPUT, DataCaptureMode.OUTPUT] : [mode];
}

/** The defaults are those of the SageMaker Python SDK. The API does not accept an empty list. */
function contentTypes({ jsonContentTypes = ['application/json'], csvContentTypes = ['text/csv'] }: DataCaptureOptions) {
  const header = { ...jsonContentTypes.length && { jsonContentTypes }, ...csvContentTypes.length && { csvContentTypes } };
  return Object.keys(header).length ? header : undefined;
}
