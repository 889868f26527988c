"""What stands in for slow parts of moto gives what moto gives."""

from __future__ import annotations

import base64
from typing import Any

import boto3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models.dynamo_type import DynamoType, Item

from tests.support import quick_moto
from tests.support.aws import REGION, account

TEXT = st.text(max_size=5)
SCALARS = st.one_of(
    st.builds(lambda text: {"S": text}, TEXT),
    st.builds(lambda number: {"N": str(number)}, st.integers()),
    st.builds(lambda truth: {"BOOL": truth}, st.booleans()),
    st.builds(lambda raw: {"B": base64.b64encode(raw).decode()}, st.binary(max_size=5)),
    st.builds(lambda texts: {"SS": sorted(texts)}, st.sets(TEXT, min_size=1, max_size=3)),
    st.just({"NULL": True}),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.builds(lambda held: {"M": held}, st.dictionaries(TEXT, inner, max_size=3)),
        st.builds(lambda held: {"L": held}, st.lists(inner, max_size=3)),
    ),
    max_leaves=8,
)


@given(VALUES)
@settings(max_examples=60)
def test_a_value_goes_out_as_moto_sends_it(value: dict[str, Any]) -> None:
    assert quick_moto.quick_json(DynamoType(value)) == quick_moto.slow_json(DynamoType(value))


def test_what_is_put_is_what_is_got() -> None:
    held: dict[str, Any] = {
        "text": "Siân",
        "number": 5,
        "truth": True,
        "none": None,
        "raw": b"\x00\xff",
        "texts": {"a", "b"},
        "map": {"inner": [1, {"deep": b"\x01"}]},
    }
    with account():
        table = boto3.resource("dynamodb", region_name=REGION).Table("quittance-operations")
        table.put_item(Item={"pk": "a", "sk": "-", **held})
        assert table.get_item(Key={"pk": "a", "sk": "-"})["Item"] == {"pk": "a", "sk": "-", **held}


def test_an_item_may_be_as_large_as_moto_allows() -> None:
    key = DynamoType({"S": "a"})
    Item(key, None, {"pk": {"S": "a"}, "text": {"S": "x" * (quick_moto.LARGEST_ITEM - 10)}})
    with pytest.raises(ItemSizeTooLarge):
        Item(key, None, {"pk": {"S": "a"}, "text": {"S": "x" * quick_moto.LARGEST_ITEM}})
