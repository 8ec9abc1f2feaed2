export * from './api-reference';
export * from './house-rules';
