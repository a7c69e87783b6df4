"""What the style page says. Only builders read it, so nothing of it is translated."""

SAID = {
    "title": "Style",
    "what": "Every token, component and card, drawn by what draws the pages.",
    "colours": "Colours: contrast in light / dark",
    "sizes": "Sizes of type",
    "icons": "Icons",
    "buttons": "Buttons: ready, disabled, busy",
    "pills": "Pills, faces, bars, figures, days",
    "plain": "plain",
    "empty": "Nothing here yet",
    "forms": "A form",
    "wrong": "A form to be mended",
    "steps": "Steps",
    "news": "news",
    "reach": "reach",
    "company": "company",
    "text": "Words to look at",
}
