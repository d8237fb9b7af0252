/// The demo page, which the build leaves in a folder: [dev.parley.app.page.DemoPage] serves its files
/// and `config.json` under a strict content security policy.
///
/// The files are read once, when the server starts, so a request touches no disk and no path outside
/// the folder can be asked for. Handlers run on the web server's virtual threads.
@NullMarked
package dev.parley.app.page;

import org.jspecify.annotations.NullMarked;
