export * from './api-reference';
export * from './catalogue';
export * from './documentation-tables';
export * from './examples';
export * from './house-rules';
export * from './packages';
export * from './peer-floor';
export * from './release';
