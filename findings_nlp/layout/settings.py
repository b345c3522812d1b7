"""The thresholds of the layout in one place, with their units.

Ends of names tell the unit: `_points` of 1/72 inch; `_sizes`, multiples of the size of print at that place; `_leads`, multiples of the
usual step from line to line; `_ratio`, one measure over another; `_share`, a part of a whole, 0 to 1; `_lines`, `_words`, `_letters`,
`_steps` count. They were set on the fictional reports of the corpus; a change of any of them is proved with `scripts/bench/golden.py`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LayoutSettings:
    """What tells lines, blocks, headings, notes, lists, columns and tables apart."""

    # sizes of print
    default_size_points: float = 11.0
    """Size of body text where a file has no text to measure."""
    same_size_share: float = 0.08
    """Sizes that differ by less than this share are one size."""
    same_print_points: float = 0.3
    """Lines of a note or of a heading in pieces differ in size by less."""
    same_cell_size_points: float = 0.5
    """Lines of one cell, and of one sentence, differ in size by less."""
    same_piece_size_share: float = 0.15
    """Pieces of one printed line differ in size by less than this share."""
    lead_size_points: float = 0.6
    """Lines that tell the lead differ from the body's size by less."""
    text_size_ratio: float = 0.95
    """From this part of the body's size print is text; below it, small print."""
    larger_size_ratio: float = 1.08
    """Above this many times a size print is larger: a heading beside body text, text beside a mark."""
    title_size_ratio: float = 1.1
    """Above this many times the body's size print is that of titles: its lines may be centred."""
    much_larger_size_ratio: float = 1.3
    """From this many times a size print is larger whatever else it looks like."""
    label_size_ratio: float = 1.12
    """Below this many times the body's size a line may begin with a label of a list."""
    labelled_size_ratio: float = 1.25
    """Below this many times the body's size a line may be what a label that stands alone belongs to."""
    mark_size_ratio: float = 0.92
    """Below this part of the body's size figures that stand alone may be a mark of a note."""
    raised_size_ratio: float = 0.8
    """Up to this part of a line's size a figure is a raised mark."""
    style_least_ratio: float = 0.9
    """Headings in smaller print than this part of the body's size count as of that size."""

    # lines beside and below one another
    level_sizes: float = 0.5
    """Lines whose tops differ by less, in sizes of print, are level."""
    piece_level_sizes: float = 0.25
    """Pieces of one printed line: their middles differ by less, in sizes of print."""
    sign_level_sizes: float = 0.3
    """A sign and the text that it is part of: their middles differ by less, in sizes of print."""
    run_step_sizes: float = 0.3
    """A line that begins less than this below the one before, in sizes of print, is a run of its own."""

    # what a document's body measures
    lead_least_sizes: float = 0.9
    """Steps between lines that tell the lead are larger, in sizes of print."""
    lead_most_sizes: float = 2.2
    """Steps between lines that tell the lead are smaller, in sizes of print."""
    lead_default_sizes: float = 1.25
    """The lead where nothing tells it, in sizes of print."""
    lead_full_share: float = 0.75
    """Lines longer than this share of their column tell the lead best."""
    lead_steps: int = 8
    """So many steps within paragraphs are enough to tell the lead."""
    margin_lines_share: float = 0.02
    """A left edge is a margin from this share of a column's lines."""
    right_edge_share: float = 0.95
    """The right edge is where this share of a column's lines has ended."""

    # lines to blocks
    row_step_leads: float = 2.0
    """A lone cell between rows of a table stands nearer, in leads."""
    block_step_ratio: float = 1.36
    """A line further below, in steps of the block, begins another block."""
    sentence_step_ratio: float = 1.06
    """The same behind a sentence that ends short of the right edge."""
    hanging_step_ratio: float = 1.12
    """The same for a line that hangs below one without a label."""
    full_line_share: float = 0.93
    """A line that ends before this share of its column ends short."""
    long_line_share: float = 0.8
    """An item's line that ends beyond this share of its column may go on behind a break."""
    step_least_sizes: float = 0.8
    """A block's own step between lines is larger, in sizes of print."""
    step_lead_share: float = 0.92
    """A block's step is at least this share of the lead."""
    body_step_sizes: float = 1.05
    """Step expected at least between lines of body text, in sizes of print."""
    title_step_sizes: float = 1.45
    """Step expected between lines of a title, in sizes of print."""
    indent_points: float = 3.5
    """Left edges that differ by less are one edge of running text."""
    hanging_indent_points: float = 30
    """A hanging indent is smaller."""
    first_indent_points: float = 40
    """An indent of a paragraph's first line is smaller."""
    break_indent_points: float = 8
    """Behind a break of page or column the indent differs by no more."""

    # headings
    heading_letters: int = 220
    """A heading has no more letters."""
    large_heading_words: int = 30
    """A heading in larger print has no more words."""
    heading_words: int = 18
    """A heading in the size of body text has no more words."""
    capitals_heading_words: int = 10
    """A heading in capitals, and one that ends as a sentence does, has no more words."""
    heading_tags_share: float = 0.75
    """The rank that this share of a style's tagged headings has is that of all of them."""

    # running heads and feet, watermarks
    furniture_zone_share: float = 0.13
    """Share of the page's height at top and bottom in which furniture is looked for."""
    furniture_pages_share: float = 0.4
    """Text repeated at one height on this share of the pages is furniture."""
    furniture_place_share: float = 0.6
    """So is changing text at one place on this share of the pages."""
    furniture_gap_sizes: float = 0.9
    """Furniture is set off from the text by a larger gap, in sizes of print."""
    furniture_sign_sizes: float = 0.5
    """A sign less far behind furniture, in sizes of print, belongs to it."""
    watermark_pages_share: float = 0.4
    """A watermark stands at one height on this share of the pages."""
    watermark_size_ratio: float = 1.5
    """On one page only it is larger than this many times the body's size."""
    watermark_inner_share: float = 0.2
    """Lines that cross it keep this share of its height away from its edges."""

    # footnotes and their marks
    note_lines: int = 8
    """Small print without a mark below the text is a note up to so many lines; more are text."""
    small_page_share: float = 0.5
    """A page with more than this share of its lines in one small print is text in small print."""
    small_gap_sizes: float = 2.2
    """Small print nearer below a heading or a lead-in, in sizes of print, is text."""
    small_end_sizes: float = 3.5
    """Text in small print ends at a larger gap, in sizes of print."""
    mark_before_sizes: float = 0.2
    """A raised mark begins at most this far before its word's end, in sizes of print."""
    mark_behind_sizes: float = 0.45
    """And less than this far behind it."""
    mark_above_sizes: float = 0.5
    """Its top is less than this far above its line's, in sizes of print."""
    mark_foot_sizes: float = 0.08
    """Its foot is further than this above its line's, in sizes of print."""

    # labels of lists and numbers
    sign_gap_sizes: float = 0.9
    """A sign less far behind other text, in sizes of print, is a piece of it and no label."""
    sign_word_sizes: float = 0.1
    """A letter or hyphen less far before a word, in sizes of print, is a part of it and no label."""
    piece_gap_sizes: float = 1.1
    """Pieces less far apart, in sizes of print, are one line."""
    column_gap_sizes: float = 0.35
    """The same where the second begins at an edge that other lines have."""
    wide_gap_sizes: float = 2.6
    """The widest space of a justified line, in sizes of print."""
    wide_bold_gap_sizes: float = 6
    """The widest space of a justified line in bold print, in sizes of print."""
    no_space_sizes: float = 0.12
    """Pieces less far apart, in sizes of print, are joined without a space."""
    label_gap_points: float = 45.0
    """A label that stands alone is nearer to its line."""
    label_below_sizes: float = 1.7
    """A line that a label was set above, and the next line of a heading in pieces, is nearer below, in sizes of print."""
    sentence_above_sizes: float = 0.5
    """A line that goes on with a sentence overlaps the line above by no more, in sizes of print."""
    sentence_below_sizes: float = 0.8
    """A line that goes on with a sentence is no further below, in sizes of print."""
    number_gap_points: float = 60
    """A number with a line of its own is no further from the line that it stands before."""

    # lists
    nested_indent_points: float = 7
    """A label that stands further right than another opens a list within its item."""
    item_indent_points: float = 5
    """A paragraph of an item begins at the item's text, give or take this."""
    item_hang_points: float = 6
    """Where items hang less deep in the margin, the indent tells nothing."""
    item_edge_points: float = 1.5
    """Left edges of items that have lost their labels differ by less."""
    item_hang_most_points: float = 45
    """Text of such an item hangs less far from its edge."""
    list_gap_sizes: float = 4
    """A list goes on where the next line is less far below, in sizes of the body."""

    # columns and what stands side by side
    column_line_share: float = 0.12
    """Lines longer than this share of the page's width tell columns."""
    column_lines: int = 12
    """A page with fewer such lines is not set in columns."""
    column_side_lines: int = 5
    """A column has at least so many lines."""
    gutter_least_share: float = 0.4
    """The right column begins beyond this share of the page's width."""
    gutter_most_share: float = 0.65
    """And before this share of it."""
    crossing_share: float = 0.25
    """No more than this share of the lines runs across both columns."""
    column_upper_share: float = 0.24
    """A long line of a column is at least this share of the page's width."""
    column_median_share: float = 0.2
    """Half of a column's lines are at least this share of the page's width."""
    column_upper_rank: float = 0.75
    """Which line of a column, by length, is its long one: the share of lines that are shorter."""
    pair_size_points: float = 0.2
    """A heading below two headings side by side is in print no smaller than theirs less this."""
    pair_gutter_points: float = 60
    """Of two headings side by side, the right one's column begins further to the right than the left edge by this."""
    pair_full_share: float = 0.6
    """Lines longer than this share of the right column are running text."""
    pair_above_sizes: float = 9
    """Running text above two headings, nearer than this in sizes of print, tells that the page is set in columns."""
    side_gap_sizes: float = 0.5
    """A list beside its heading in the margin is further to the right, in sizes of print."""
    side_overlap_share: float = 0.3
    """And level with it by this share of the heading's height."""
    floating_width_share: float = 0.6
    """A frame that text flows round is narrower than this share of the text."""
    floating_height_sizes: float = 3
    """And higher, in sizes of print."""

    # tables
    cell_overlap_share: float = 0.3
    """Cells of a row overlap by this share of the lower one's height."""
    centred_overlap_share: float = 0.6
    """Where nothing else tells that they are cells, by this share."""
    cell_gap_sizes: float = 0.3
    """Cells are further apart, in sizes of print."""
    neighbour_gap_sizes: float = 1.2
    """Pieces that follow one another in the file are cells where they are further apart, in sizes of print."""
    lone_cell_leads: float = 2.5
    """A tagged cell further from all others, in leads, is none."""
    cell_edge_points: float = 3
    """Left edges of one cell's lines differ by less."""
    cell_step_leads: float = 1.3
    """Lines of one cell are less far apart, in leads."""
    cell_below_share: float = 0.3
    """A line of a cell begins further below the last one, in its heights."""
    cell_foot_points: float = 0.8
    """Lines of one cell may always stand this far apart."""
    cell_foot_sizes: float = 0.2
    """And further by this, in sizes of print, than the lead leaves between lines."""
    row_overlap_share: float = 0.4
    """A piece is of a row where it is level with it by this share of its height."""

    # two pages on a sheet, scaled pages
    sheet_width_ratio: float = 1.2
    """A sheet for two pages is wider, in heights."""
    sheet_gutter_share: float = 0.02
    """No text of such a sheet comes as near to its middle, in widths of the sheet."""
    sheet_lines: int = 8
    """Lines of running text on each half."""
    sheet_letters: int = 30
    """Letters of such a line."""
    sheet_running_share: float = 0.25
    """Share of the sheets that must have them."""
    sheet_parted_share: float = 0.7
    """Share of the sheets with text that must part in the middle."""
    sheet_wide_share: float = 0.5
    """Share of the pages with text that must be such sheets."""
    small_body_points: float = 8.2
    """Pages whose body text is smaller were scaled down."""
    large_body_points: float = 15.0
    """Pages whose body text is larger were scaled up."""
    usual_body_points: float = 11.0
    """The size to which such pages are brought for the layout."""


SETTINGS = LayoutSettings()
