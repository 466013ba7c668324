// What happens on every page once it is there.

import { connectAll } from "./lib/connect.js";
import { showMoments } from "./lib/moments.js";

showMoments(document);
await connectAll(document);
