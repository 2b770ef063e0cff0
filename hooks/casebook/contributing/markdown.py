"""What the generated pages of docs/contribute/ have in common."""

from casebook.contributing.yaml_text import scalar


def front_matter(title: str, description: str, made_by: str) -> str:
    """The head of a generated page; says where its text comes from, for whoever is about to edit it."""
    made = f"# Made by {made_by}: change it there."
    return "\n".join(["---", made, f"title: {scalar(title)}", f"description: {scalar(description)}", "---"])
