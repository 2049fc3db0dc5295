"""Words that no reader may meet: they accuse, or promise a figure that nobody has tested."""

from __future__ import annotations

__all__ = ["ALLOWED", "FORBIDDEN", "accusing"]

FORBIDDEN = (
    *("涉嫌", "嫌疑", "嫌犯", "串通", "违法", "犯罪", "有罪", "罪犯", "定罪", "罪行"),
    *("骗", "老赖", "赖账", "赃", "作案", "恶意"),
    *("查实概率", "件类似案件", "件以上查实", "提示"),
)  # fmt: skip
#: Terms of the law and the fixed phrase that stands on every page.
ALLOWED = ("线索提示", "特别提示")


def accusing(text: str) -> list[str]:
    """The forbidden words in a text."""
    for term in ALLOWED:
        text = text.replace(term, "")
    return [word for word in FORBIDDEN if word in text]
