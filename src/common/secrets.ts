/** A secret that is recognized by its form. */
export type SecretKind = 'a Hugging Face Hub token' | 'an AWS access key' | 'the signature of a URL';

interface SecretForm {
  readonly kind: SecretKind;
  readonly pattern: RegExp;
}

/**
 * The forms of secrets. Nobody else's identifiers have them by chance.
 *
 * @see https://huggingface.co/docs/hub/security-tokens
 * @see https://huggingface.co/docs/hub/oauth
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
const FORMS: readonly SecretForm[] = [
  { kind: 'a Hugging Face Hub token', pattern: /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{30,}/g },
  { kind: 'a Hugging Face Hub token', pattern: /(?<![A-Za-z0-9])hf_oauth_[A-Za-z0-9._-]{20,}/g },
  { kind: 'a Hugging Face Hub token', pattern: /(?<![A-Za-z0-9])api_org_[A-Za-z0-9]{30,}/g },
  // hf_ in base64
  { kind: 'a Hugging Face Hub token', pattern: /(?<![A-Za-z0-9+])aGZf[A-Za-z0-9+/_-]{40,}/g },
  { kind: 'an AWS access key', pattern: /(?<![A-Za-z0-9])(AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g },
  { kind: 'the signature of a URL', pattern: /X-Amz-(Signature|Security-Token)(=|%3D)[A-Za-z0-9%/+=_-]{8,}/gi },
];

/** What one of the forms contains: most strings have none of it, so one search is enough for them. */
const HINT = /hf_|api_org_|aGZf|AKIA|ASIA|X-Amz-/i;

/** The first secret in a string. Undefined if it has none that is recognized. */
export function secretIn(value: string): SecretKind | undefined {
  return HINT.test(value) ? FORMS.find(({ pattern }) => value.search(pattern) >= 0)?.kind : undefined;
}

/** A string without the secrets in it, for messages. */
export function withoutSecrets(value: string): string {
  return FORMS.reduce((text, { pattern }) => text.replace(pattern, '***'), value);
}

/** The names of variables whose values are secrets. */
const SECRET_NAME = new RegExp(`(^|_)(${[
  'HF(_API)?_TOKEN', 'HUGGING_?FACE(_HUB|_API)?_TOKEN', 'SECRET_ACCESS_KEY', 'SESSION_TOKEN', 'ACCESS_TOKEN', 'AUTH_TOKEN', 'API_?KEY', 'PASSWORD',
  'PASSWD', 'CLIENT_SECRET', 'PRIVATE_KEY',
].join('|')})$`, 'i');

/** A path, an address of something else, or a value that says that there is none. */
const NO_SECRET = /^(\/|\.|~|[a-z0-9]+:\/\/|arn:|\{\{resolve:|<|(hf_)?your[-_ ]|true$|false$|none$|null$|disabled?$|enabled?$)|^(hf_)?x{3,}$/i;

const MINIMUM_LENGTH = 8;

/** An authorization header, or a URL with a password. */
const CREDENTIALS = /\b(bearer|basic)(\s+|%20)[A-Za-z0-9._~+/=-]{12,}|:\/\/[^\s/:@?#]+:[^\s/@?#]{4,}@/i;

/** Whether the value of a variable is a secret by the meaning of its name or by its use, although it does not have the form of one. */
export function isSecretByMeaning(name: string, value: string): boolean {
  return CREDENTIALS.test(value)
    || (SECRET_NAME.test(name.replace(/-/g, '_')) && value.trim().length >= MINIMUM_LENGTH && !NO_SECRET.test(value.trim()));
}
