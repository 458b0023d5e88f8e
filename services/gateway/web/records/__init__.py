"""What a record's page leads to: what names the record, its versions beside each other, its papers large."""
