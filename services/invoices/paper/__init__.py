"""Documents and statements as files: PDF to print, UBL for a machine, XLSX for a table."""
