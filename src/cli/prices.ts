import { readFileSync } from 'fs';
import { UsageError } from './command';

const EXPECTED = "--prices must be a file with the output of 'aws pricing get-products --service-code AmazonSageMaker'";

/** The prices per hour of a file with the output of `aws pricing get-products --service-code AmazonSageMaker`, by instance type. */
export type Prices = ReadonlyMap<string, number>;

/**
 * Reads the prices of real-time hosting in a region.
 *
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-query-api.html
 */
export function readPrices(path: string): Prices {
  const products = productsIn(path).filter(({ product }) => isHosting(record(product?.attributes)));
  const regions = [...new Set(products.map(({ product }) => String(record(product.attributes).regionCode ?? record(product.attributes).location)))];
  if (regions.length > 1) {
    throw new UsageError(`--prices must contain the prices of one region, got ${regions.sort().join(', ')}`);
  }
  const prices = new Map<string, number>();
  for (const { product, terms } of products) {
    const { instanceName, instanceType } = record(product.attributes);
    const name = /ml\.[\w.-]*\w/.exec(String(instanceName ?? instanceType))?.[0].replace(/-Hosting$/, '');
    const price = hourly(terms);
    if (name !== undefined && price !== undefined) {
      prices.set(name, Math.min(price, prices.get(name) ?? Infinity));
    }
  }
  if (prices.size === 0) {
    throw new UsageError(`${EXPECTED}, got '${path}'`);
  }
  return prices;
}

/** Whether a product is an instance for real-time inference, by whichever attribute names it. */
function isHosting({ component, platoinstancetype = component, usagetype }: Record<string, any>): boolean {
  return platoinstancetype !== undefined ? platoinstancetype === 'Hosting' : usagetype === undefined || /(^|-)Host:/.test(String(usagetype));
}

/** The products, each of which may be a JSON string. */
function productsIn(path: string): Record<string, any>[] {
  try {
    const content = JSON.parse(readFileSync(path, 'utf8'));
    const list: unknown[] = Array.isArray(content) ? content : content.PriceList;
    return list.map(product => record(typeof product === 'string' ? JSON.parse(product) : product));
  } catch (error) {
    throw new UsageError(`${EXPECTED}, got: ${(error as Error).message}`);
  }
}

/** The on-demand price per hour in US dollars, or in the currency of the partition. */
function hourly(terms: unknown): number | undefined {
  return Object.values(record(record(terms).OnDemand)).flatMap(offer => Object.values(record(record(offer).priceDimensions)))
    .map(record)
    .filter(({ unit }) => /^(hrs|hours?)$/i.test(String(unit)))
    .map(({ pricePerUnit }) => Number(Object.values(record(pricePerUnit))[0]))
    .find(price => price > 0);
}

function record(value: unknown): Record<string, any> {
  return typeof value === 'object' && value !== null ? value as Record<string, any> : {};
}
