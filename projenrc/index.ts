export * from './api-reference';
export * from './catalogue';
export * from './documentation-tables';
export * from './house-rules';
export * from './local-aws';
export * from './peer-floor';
