"""Results into messages: the only room that writes a `<`."""
