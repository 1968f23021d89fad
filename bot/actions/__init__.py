"""What people and operators do, one module each: values in, result out, inside the caller's transaction."""
