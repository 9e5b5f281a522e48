"""Every kind of page that is made, opened in a browser: barriers, overflow, requests to other hosts, validity."""
