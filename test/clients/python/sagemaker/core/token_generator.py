"""In place of the SageMaker Python SDK, which has many dependencies: a token that shows when it was created, and for which region."""

from datetime import timedelta
from itertools import count

COUNTER = count(1)


def generate_token(region: str, expiry: timedelta) -> str:
    return f"sagemaker-api-key-{next(COUNTER)}-{region}-{int(expiry.total_seconds())}"
