import { SNAPSHOT_TEMPLATES } from './snapshot-templates';

// Somebody's endpoint runs from each of these templates: a change here is a change there.

test.each(Object.entries(SNAPSHOT_TEMPLATES))('%s', (_name, template) => {
  expect(template()).toMatchSnapshot();
});
