// Runs before the page is drawn, so that it never flashes in the other theme. Not a module: those run later.
'use strict';

(() => {
  const root = document.documentElement;
  const themes = ['system', 'light', 'dark'];

  function stored() {
    try {
      const theme = localStorage.getItem('theme');
      return themes.includes(theme) ? theme : 'system';
    } catch {
      return 'system'; // The browser keeps nothing for this site.
    }
  }

  function apply(theme) {
    root.dataset.theme = theme;
  }

  apply(stored());
  addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    button.textContent = `Theme: ${root.dataset.theme}`;
    button.addEventListener('click', () => {
      const next = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
      apply(next);
      button.textContent = `Theme: ${next}`;
      try {
        localStorage.setItem('theme', next);
      } catch {
        // It then holds until the page is loaded again.
      }
    });
  });
})();
