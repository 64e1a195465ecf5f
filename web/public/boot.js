// Runs before the first paint: the saved theme and language, so that nothing flashes.
(function () {
  try {
    var root = document.documentElement;
    var theme = localStorage.getItem('cairn.theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    var language = localStorage.getItem('cairn.language');
    if (language) root.lang = language;
  } catch (error) {
    // storage can be switched off: the system's theme is used
  }
})();
