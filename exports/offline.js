// In the offline copy: from a disk a browser lets no page fetch a file or start a worker, so scripts of the copy do both.
// Only the search asks for these; nothing is loaded before it is opened.
(() => {
  const given = {};

  // What a file of words holds: it is a script here, which hands it over.
  async function read(address) {
    await guide.load(address);
    return given[new URL(address, document.baseURI)];
  }

  // A worker's script in an empty page of its own, beside the body, as the exit's rehearsal takes the body away.
  function work(address) {
    const frame = document.createElement("iframe");
    const worker = { postMessage: (data) => frame.contentWindow.dispatchEvent(new MessageEvent("message", { data })) };
    frame.hidden = true;
    return new Promise((resolve, reject) => {
      frame.onload = () => {
        frame.contentWindow.postMessage = (data) => worker.onmessage({ data });
        guide.load(address, frame.contentDocument).then(() => resolve(worker), reject);
      };
      document.documentElement.append(frame);
    });
  }

  guide.give = (content) => (given[document.currentScript.src] = content);
  guide.means = { read, work };
})();
