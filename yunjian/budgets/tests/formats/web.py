"""A writer of web pages as a bureau's site gives them out: frames of tables, spans of a word processor, scripts."""

from html import escape

from .description import Board, Description, Entry, Heading

_HEAD = (
    '<!DOCTYPE html>\n<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"/>'
    "<title>信息公开</title><style>p{{margin:0}}</style><script>document.write('<p>1,000.00</p>')</script></head><body>"
    '<nav><a href="/">首页</a></nav><table width="1000"><tr><td>\n'
)


def html(description: Description, *, encoding: str = "utf-8", declared: str | None = None) -> bytes:
    """The page; ``declared`` is the encoding it claims, which may be a lie."""
    parts = [_HEAD.format(charset=declared or encoding)]
    for block in description:
        if isinstance(block, Heading):
            parts.append(f"<h{block.level}><span>{escape(block.text)}</span></h{block.level}>\n")
        elif isinstance(block, Entry):
            parts.append(f'<p class="MsoToc{block.level}">{escape(block.text)}</p>\n')
        elif isinstance(block, Board):
            parts.append(_table(block))
        else:
            parts.append(f'<p style="text-indent:32pt">{_spans(block.text)}<o:p></o:p></p>\n')
    parts.append("</td></tr></table><!-- 页脚 --></body></html>")
    return "".join(parts).encode(encoding)


def _spans(text: str) -> str:
    """Text cut into spans as word processors do."""
    pieces = [text[at : at + 7] for at in range(0, len(text), 7)]
    return "".join(f'<span lang="EN-US">{escape(piece)}</span>' for piece in pieces)


def _table(table: Board) -> str:
    rows = []
    for row in table.rows:
        cells = []
        for slot in row:
            if slot:
                spans = (f' rowspan="{slot.rows}"' if slot.rows > 1 else "") + (
                    f' colspan="{slot.columns}"' if slot.columns > 1 else ""
                )
                cells.append(f"<td{spans}><p>{escape(slot.text) or '&nbsp;'}</p></td>")
        rows.append("<tr>" + "".join(cells) + "</tr>\n")
    return '<table border="1"><tbody>' + "".join(rows) + "</tbody></table>\n"
