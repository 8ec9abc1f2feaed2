export * from './instance/accelerator-kind';
export * from './instance/architecture';
export * from './instance/sagemaker-instance-type.generated';
