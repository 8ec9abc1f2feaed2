import { taskMeant } from '../../src/server/task-names';

test.each([
  ['text-generation', undefined],
  ['text2text-generation', undefined],
  ['Text-to-Image', 'text-to-image'],
  ['text_to_image', 'text-to-image'],
  ['text2image', 'text-to-image'],
  ['texttotextgeneration', 'text2text-generation'],
  ['NER', 'ner'],
  ['Sentiment Analysis', 'sentiment-analysis'],
  ['image-to3d', 'image-to-3d'],
  ['image23d', undefined], // a digit follows
  ['2ken-classification', undefined], // nothing is in front of it
  ['chat', undefined],
  ['', undefined],
  [7 as unknown as string, undefined],
])('the name %p means the task %p', (name, expected) => {
  expect(taskMeant(name)).toBe(expected);
});
