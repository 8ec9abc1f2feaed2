// the template validation of aws-cdk-lib costs seconds a process; template-validation.test.ts switches it on
process.env.CDK_VALIDATION = 'false';
