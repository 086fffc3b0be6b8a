"""What we use of pillow_heif; it takes its options as untyped keywords."""

def register_heif_opener(
    *,
    thumbnails: bool = ...,
    depth_images: bool = ...,
    aux_images: bool = ...,
    decode_threads: int = ...,
) -> None: ...
