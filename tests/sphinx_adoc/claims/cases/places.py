NAMES = (
    "title reftext caption text attribution quote_title cited quoted verse_by verse credit heading anchor_text discrete"
    " term described item table cell inner_title inner listing_title note footnote"
)
globals().update({name: number for number, name in enumerate(NAMES.split(), 1)})
