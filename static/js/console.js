// The console's menu: open beside the page where there is room, folded away on a phone.
const menu = document.querySelector(".console-menu details");
const roomy = matchMedia("(min-width: 64rem)");

function arrange() {
  menu.open = roomy.matches;
}

if (menu) {
  arrange();
  roomy.addEventListener("change", arrange);
}
