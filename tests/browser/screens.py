"""The screens people have."""

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
